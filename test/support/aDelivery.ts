import fc from 'fast-check';

import { readDeliveryFacts } from '../../nodes/domain/delivery/readDelivery';
import type { DeliveryFacts } from '../../nodes/domain/delivery/schema';
import { gates } from '../../nodes/domain/quality/gates/schema';
import { minutesLater, sha } from './aFile';

/** Gates of a file that has passed all of them; some of them changed by what a test is about. */
export function theGates(changes: Record<string, object> = {}): object[] {
	return gates.map((gate) => ({
		gate,
		passed: true,
		because: null,
		by: gate === 'machine' ? null : gate,
		at: minutesLater(-30),
		specs: [],
		heldUntil: null,
		...changes[gate],
	}));
}

/** An approved film of Nordlys in 16:9, changed by what a test is about. */
export function aProjectFile(changes: Record<string, unknown> = {}): Record<string, unknown> {
	const { name = 'nordlys-film_v3.mp4', fileId = 'f1', ...rest } = changes;
	return {
		file: { fileId, name, accountId: 'a1', projectId: 'fp1' },
		lineage: `stack:${String(fileId)}`,
		sha256: sha('a'),
		bytes: 1_000,
		version: 3,
		isCurrent: true,
		gates: theGates(),
		approvedAt: minutesLater(-30),
		clientApprovedAt: minutesLater(-10),
		media: { width: 1_920, height: 1_080 },
		language: null,
		...rest,
	};
}

/** What a delivery of Nordlys is decided from, as it comes in. */
export function rawFacts(changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		deal: { id: '77', name: 'Nordlys: product film', amount: { minor: 180_000, currency: 'EUR' } },
		project: '77',
		contact: {
			id: '5',
			name: 'Freja Holm',
			email: 'Freja@nordlys.dk',
			language: 'da',
			country: 'DK',
		},
		company: { id: '9', name: 'Nordlys' },
		files: [aProjectFile()],
		deliveries: [],
		...changes,
	};
}

/** What a delivery of Nordlys is decided from. */
export function theFacts(changes: Record<string, unknown> = {}): DeliveryFacts {
	return readDeliveryFacts(rawFacts(changes));
}

/** Euros in cents. */
export function eur(amount: number): { minor: number; currency: string } {
	return { minor: Math.round(amount * 100), currency: 'EUR' };
}

/** The usual three times out of four. */
function mostly<Usual, Other>(
	usual: Usual,
	other: fc.Arbitrary<Other>,
): fc.Arbitrary<Usual | Other> {
	return fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}

/** A file in any state that gates and versions can be in. */
export function projectFiles(): fc.Arbitrary<Record<string, unknown>> {
	const because = fc.constantFrom(
		'no-verdict',
		'failed',
		'needs-review',
		'before-its-turn',
		'by-author',
	);
	return fc
		.record({
			stack: fc.constantFrom('a', 'b', 'c', 'd'),
			version: fc.integer({ min: 1, max: 3 }),
			digit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
			isCurrent: mostly(true, fc.boolean()),
			failing: mostly(null, fc.record({ gate: fc.constantFrom(...gates), because })),
			left: mostly(null, fc.constantFrom(...gates)),
			heldUntil: mostly(null, fc.constantFrom(minutesLater(-1), minutesLater(60))),
			name: fc.constantFrom('film', 'Film', 'teaser es', 'teaser_da', 'CON', '../film', 'ролик'),
			ending: fc.constantFrom('.mp4', '.mov', '.srt', ''),
			clientApprovedAt: mostly(minutesLater(-10), fc.constant(null)),
		})
		.map(({ stack, version, digit, failing, left, heldUntil, name, ending, ...rest }) => {
			const changes = {
				machine: { heldUntil },
				...(failing === null
					? {}
					: { [failing.gate]: { passed: false, because: failing.because } }),
			};
			return aProjectFile({
				fileId: `${stack}${version}${digit}`,
				lineage: `stack:${stack}`,
				name: `${name}${ending}`,
				sha256: sha(digit),
				version,
				...rest,
				gates: theGates(changes).filter((each) => (each as { gate: string }).gate !== left),
			});
		});
}
