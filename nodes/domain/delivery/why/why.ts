import type { Gate } from '../../quality/gates/schema';
import type { DeliveryKind } from '../decision';
import type { InvoiceWords } from '../invoice';
import type { RefusedBecause } from '../judgeFile';
import type { PriceGap } from '../priceGaps';

/** Everything a decision about a delivery tells the team, in one language. */
export interface DeliveryWhy {
	gates: Readonly<Record<Gate, string>>;
	kinds: Readonly<Record<DeliveryKind, string>>;
	/** Why a file may not go out; `gate` is empty where it is none that stands in the way. */
	refused: Readonly<Record<RefusedBecause, (gate: string) => string>>;
	/** How a file stands; `file` is its name. */
	file: {
		new: (file: string, as: string) => string;
		replaced: (file: string, as: string) => string;
		delivered: (file: string) => string;
		left: (file: string) => string;
		notYet: (file: string) => string;
		refused: (file: string, because: string) => string;
	};
	missing: {
		part: (part: string) => string;
		captions: (part: string) => string;
		track: (part: string, file: string) => string;
		ambiguous: (part: string, files: string) => string;
		refused: (part: string, file: string, because: string) => string;
		files: string;
		contact: string;
		email: string;
		price: Readonly<Record<PriceGap['lacks'], (what: string) => string>>;
		/** Usual span of a price, after the sentence. */
		span: (from: string, to: string) => string;
	};
	policy: {
		whole: (ready: number, all: number) => string;
		each: (ready: number, all: number) => string;
		share: (percent: string, least: string) => string;
	};
	nothingNew: string;
	invoice: {
		made: (total: string, lines: number) => string;
		none: string;
		credit: (amount: string) => string;
		waits: string;
	};
	flips: { missing: (field: string) => string; withdrawn: (file: string) => string };
	/** What is said in Slack, each in one line. */
	note: {
		deliver: (what: NoteWords) => string;
		preview: (what: NoteWords) => string;
		waiting: (what: NoteWords) => string;
		refused: (what: NoteWords) => string;
		nothingNew: (what: NoteWords) => string;
	};
}

/** What a note in Slack speaks of. */
export interface NoteWords {
	project: string;
	kind: string;
	version: number;
	files: number;
	/** What is invoiced; empty for nothing. */
	total: string;
	/** What is missing or wrong; empty where nothing is. */
	because: string;
	/** What is still to come after this; empty where nothing is. */
	later: string;
}

/** Words of the invoice, in the client's language. */
export type { InvoiceWords };
