import type { Operation } from './operation';
import { read } from './read';
import { recordEvent } from './recordEvent';
import { reportEnd } from './reportEnd';

/** Every operation by the value of the field "Operation"; a value never changes once released. */
export const operations = { recordEvent, reportEnd, read } satisfies Record<string, Operation>;
