import type { Overlay } from '../contracts/overlay';

/** What Frame.io's description of V4 lacks or says otherwise than Frame.io does; each with its reason. */
export const frameioOverlay: Overlay = {
	repairs: [],
	undescribed: {},
	query: {},
	otherAnswers: {
		schema: {
			type: 'object',
			required: ['errors'],
			properties: {
				errors: {
					type: 'array',
					items: {
						type: 'object',
						required: ['detail'],
						properties: { detail: { type: 'string' }, title: { type: 'string' } },
					},
				},
			},
		},
		because: 'the description has no answers with 5xx; all errors look like this',
	},
};
