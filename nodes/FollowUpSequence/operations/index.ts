import type { IExecuteFunctions } from 'n8n-workflow';

import { decide } from './decide';
import type { Operation } from './operation';
import { write } from './write';

/** The operations by the value of the field "Operation". */
export const operations = { decide, write } satisfies Record<string, Operation>;

/** The chosen operation; nodes from before there was a choice decide. */
export function operationOf(context: IExecuteFunctions): Operation {
	return context.getNodeParameter('operation', 0, 'decide') === 'write' ? write : decide;
}
