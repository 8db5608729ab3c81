import type { Language } from '../../language';
import type { Milestone } from '../milestones';

/** Everything a decision about a milestone tells the team, in one language. */
export interface MilestoneWhy {
	milestones: Readonly<Record<Milestone, string>>;
	languages: Readonly<Record<Language, string>>;
	language: Readonly<
		Record<'client' | 'country' | 'default', (language: string, from: string) => string>
	>;
	zone: Readonly<Record<'client' | 'country' | 'default', (zone: string, from: string) => string>>;
	/** Why now, or why later; `at` is by the client's clock. */
	hours: {
		open: (at: string) => string;
		urgent: string;
		hour: (at: string) => string;
		weekend: (at: string) => string;
		holiday: (at: string) => string;
		never: string;
	};
	recipient: { ok: (email: string) => string; none: string; invalid: (given: string) => string };
	project: { none: string };
	link: {
		ok: (host: string) => string;
		unneeded: string;
		none: string;
		refused: Readonly<
			Record<'no address' | 'not https' | 'user name' | 'other host', (host: string) => string>
		>;
	};
	detail: Readonly<Record<'people' | 'amount' | 'dueAt' | 'expectedAt', string>>;
	onTime: string;
	/** Of what somebody put in their own words. */
	words: { own: string; link: (given: string) => string };
	approval: { needed: string; given: (by: string) => string };
	flips: { urgent: string; approved: string; missing: (field: string) => string };
	/** What is said in Slack, each in one line. */
	note: {
		now: (what: NoteWords) => string;
		later: (what: NoteWords) => string;
		draft: (what: NoteWords) => string;
		refuse: (what: NoteWords) => string;
	};
}

/** What a note in Slack speaks of. */
export interface NoteWords {
	milestone: string;
	project: string;
	client: string;
	language: string;
	/** By the client's clock. */
	at: string;
	/** What is wrong; empty where nothing is. */
	because: string;
}
