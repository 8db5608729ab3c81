/**
 * Runs the solver in a thread of its own, since it blocks the one it runs in. Plain JavaScript: a
 * worker starts without the loader that the rest of the program is compiled by.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';

const require = createRequire(import.meta.url);
const highs = await require('highs')({
	wasmBinary: readFileSync(require.resolve('highs/runtime')),
});
const { integer, continuous } = highs.constants.variableType;
const FEASIBLE = 2;

function solve({ columns, rows, starts, indices, values, start, options }) {
	const numCols = columns.cost.length;
	const numRows = rows.lower.length;
	const model = highs.createModel({
		numCols,
		numRows,
		colCost: columns.cost,
		colLower: columns.lower,
		colUpper: columns.upper,
		rowLower: rows.lower,
		rowUpper: rows.upper,
		matrix: { format: 'csc', numRows, numCols, starts, indices, values },
		integrality: columns.isInteger.map((flag) => (flag ? integer : continuous)),
	});
	try {
		model.options.set({ output_flag: false, ...options });
		if (start !== null) model.setSolution({ colValue: start });
		model.run();
		const hasPlan = model.info.get('primal_solution_status') === FEASIBLE;
		const isMixed = columns.isInteger.includes(1);
		return {
			status: statusName(model.getModelStatus()),
			values: hasPlan ? model.getSolution().colValue : null,
			bound: isMixed ? model.info.get('mip_dual_bound') : null,
		};
	} finally {
		model.dispose();
	}
}

function statusName(status) {
	const { optimal, infeasible, unboundedOrInfeasible } = highs.constants.modelStatus;
	if (status === optimal) return 'optimal';
	return status === infeasible || status === unboundedOrInfeasible ? 'infeasible' : 'stopped';
}

parentPort.on('message', (problem) => {
	try {
		parentPort.postMessage(solve(problem));
	} catch (error) {
		parentPort.postMessage({ status: 'stopped', values: null, bound: null, error: String(error) });
	}
});
parentPort.postMessage({ status: 'ready' });
