import type { SpecPack } from '../specPack';
import { inTheEditor, limitPeaks, toLoudness } from './fixes';
import { ebuR128 as source } from './sources';

/** Loudness for European broadcast, with the tolerance that quality control may allow. */
export const broadcastEbuR128: SpecPack = {
	id: 'broadcast-ebu-r128',
	version: '2026-11-24',
	title: 'Broadcast loudness (EBU R 128)',
	limits: [
		{
			rule: 'sound',
			title: 'Sound',
			path: 'audio',
			expect: { is: 'present' },
			severity: 'error',
			fix: inTheEditor('export picture and sound, not the picture alone'),
			source,
		},
		{
			rule: 'programme-loudness',
			title: 'Programme loudness',
			path: 'audio.integratedLufs',
			expect: { is: 'between', min: -23.2, max: -22.8 },
			unit: 'lufs',
			severity: 'error',
			fix: toLoudness(-1),
			source,
		},
		{
			rule: 'true-peak',
			title: 'True peak',
			path: 'audio.truePeakDbtp',
			expect: { is: 'between', max: -1 },
			unit: 'dbtp',
			severity: 'error',
			fix: limitPeaks(-1),
			source,
		},
	],
};
