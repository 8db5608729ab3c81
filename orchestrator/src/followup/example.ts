/**
 * A client of the Copenhagen hub across the change of the clock, who answers 9 and then writes back:
 * one file that serves as `--enrolment` and as `--events`.
 */
export const exampleFollowUp = {
	enrolment: {
		id: 'nordlys-2026-10',
		sequence: 'after-delivery',
		client: {
			id: 'nordlys',
			name: 'Mette Holm',
			email: 'mette@nordlys.example',
			zone: 'Europe/Copenhagen',
			country: 'DK',
			language: 'da',
		},
		project: 'p-2026-118',
		deliveredAt: '2026-10-22T14:20:00Z',
		usage: { projects: 4, edits: 2, assets: 6, social: 0 },
		consent: [
			{
				purpose: 'marketing',
				basis: 'existing-customer',
				at: '2026-08-03T09:12:00Z',
				evidence: 'contract nordlys-2026-08, clause 9: may refuse in every mail',
			},
		],
		holdout: false,
	},
	events: [
		{ id: 'e-1', type: 'opened', at: '2026-10-26T09:04:00Z' },
		{ id: 'e-2', type: 'feedback', score: 9, at: '2026-10-26T09:06:00Z', confirmed: true },
		{ id: 'e-3', type: 'replied', from: 'jens@nordlys.example', at: '2026-11-04T10:30:00Z' },
	],
};
