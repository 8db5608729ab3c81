/** A symmetric matrix of `size` rows, dense and row by row; only its lower triangle is read. */
export interface SymmetricMatrix {
	size: number;
	values: Float64Array;
}

/** Makes a zero matrix. */
export function zeroMatrix(size: number): SymmetricMatrix {
	return { size, values: new Float64Array(size * size) };
}

/**
 * Cholesky factor L of a positive definite matrix, A = L Lᵀ, in the lower triangle of the answer.
 *
 * A pivot that rounding made too small is raised to a tiny positive number, so it always answers.
 */
export function cholesky(matrix: SymmetricMatrix): SymmetricMatrix {
	const { size } = matrix;
	const factor = new Float64Array(size * size);
	for (let i = 0; i < size; i++) {
		const rowI = i * size;
		for (let j = 0; j <= i; j++) {
			const rowJ = j * size;
			let sum = matrix.values[rowI + j]!;
			for (let k = 0; k < j; k++) sum -= factor[rowI + k]! * factor[rowJ + k]!;
			if (i === j) factor[rowI + i] = Math.sqrt(Math.max(sum, 1e-12));
			else factor[rowI + j] = sum / factor[rowJ + j]!;
		}
	}
	return { size, values: factor };
}

/** Solves L Lᵀ x = b for a Cholesky factor L. */
export function choleskySolve(factor: SymmetricMatrix, b: Float64Array): Float64Array {
	const { size, values } = factor;
	const x = Float64Array.from(b);
	for (let i = 0; i < size; i++) {
		let sum = x[i]!;
		const row = i * size;
		for (let k = 0; k < i; k++) sum -= values[row + k]! * x[k]!;
		x[i] = sum / values[row + i]!;
	}
	for (let i = size - 1; i >= 0; i--) {
		const xi = x[i]! / values[i * size + i]!;
		x[i] = xi;
		const row = i * size;
		for (let k = 0; k < i; k++) x[k]! -= values[row + k]! * xi;
	}
	return x;
}

/** Inverse of a lower triangular factor, also lower triangular. */
export function invertLower(factor: SymmetricMatrix): SymmetricMatrix {
	const { size, values } = factor;
	const inverse = new Float64Array(size * size);
	for (let i = 0; i < size; i++) {
		const row = i * size;
		const pivot = 1 / values[row + i]!;
		inverse[row + i] = pivot;
		for (let k = 0; k < i; k++) {
			const scale = -values[row + k]! * pivot;
			if (scale === 0) continue;
			const from = k * size;
			for (let j = 0; j <= k; j++) inverse[row + j]! += scale * inverse[from + j]!;
		}
	}
	return { size, values: inverse };
}

/** Diagonal of the inverse of A, from the inverse of its Cholesky factor. */
export function inverseDiagonal(inverseFactor: SymmetricMatrix): Float64Array {
	const { size, values } = inverseFactor;
	const diagonal = new Float64Array(size);
	for (let i = 0; i < size; i++) {
		const row = i * size;
		for (let j = 0; j <= i; j++) diagonal[j]! += values[row + j]! * values[row + j]!;
	}
	return diagonal;
}
