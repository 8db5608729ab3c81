import { testPrefix } from '../../../nodes/domain/effect/effectKey';

/** What speaks against sending a letter now: for good, or until it has passed. */
export interface Objection {
	is: 'final' | 'forNow';
	because: string;
}

/** Asks, at the moment of sending, what speaks against the mail of an effect; null: nothing. */
export type AskObjection = (key: string) => Promise<Objection | null>;

/** What a mail is about, as the flow named its effect. */
export interface MailAbout {
	/** E.g. `invoice`. */
	type: string;
	id: string;
	/** The letter's or step's name. */
	name: string;
	occurrence: number;
}

/** Reads the key of a mail in earnest; null for a test's, and for one that is not named that way. */
export function readMailKey(key: string): MailAbout | null {
	if (key.startsWith(testPrefix)) return null;
	const found = /^([a-z][a-z0-9-]*):([^/]+)\/mail\/([^/]+)\/(\d+)$/.exec(key);
	if (found === null) return null;
	const [, type = '', id = '', name = '', occurrence = ''] = found;
	try {
		const [about, letter] = [id, name].map((part) => decodeURIComponent(part));
		return { type, id: about ?? '', name: letter ?? '', occurrence: Number(occurrence) };
	} catch {
		return null; // a key made by hand, with a % that means nothing
	}
}
