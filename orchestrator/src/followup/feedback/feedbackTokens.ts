import { endingTokens } from '../../mail/endingToken';

/** The question that a link leads to: one message of one enrolment. Nothing in it names the client. */
export interface Question {
	followUp: string;
	step: string;
}

/** Makes and reads what stands in the links and in the form of the question how it was. */
export interface FeedbackTokens {
	/** @param until the link is dead from then on */
	link(question: Question, until: Date): string;
	/** null for whatever is not ours, or over. */
	readLink(token: string, now: Date): Question | null;
	/** What the form of a page carries, so that only whoever was shown the page can answer. */
	form(question: Question, now: Date): string;
	isForm(given: string, question: Question, now: Date): boolean;
}

/** Milliseconds that a page may stand open before it is answered: two days. */
const FORM_MS = 2 * 86_400_000;

const subject = /flw_[0-9A-Za-z]+\.[a-z][a-z0-9-]*/;

/** Tokens under one secret; those of links are no good in a form, nor the other way. */
export function feedbackTokens(secret: string): FeedbackTokens {
	const links = endingTokens(secret, 'feedback link', subject);
	const forms = endingTokens(secret, 'feedback form', subject);
	const subjectOf = ({ followUp, step }: Question) => `${followUp}.${step}`;
	return {
		link: (question, until) => links.make(subjectOf(question), until),
		readLink: (token, now) => {
			const [followUp, step] = links.read(token, now)?.split('.') ?? [];
			return followUp === undefined || step === undefined ? null : { followUp, step };
		},
		form: (question, now) => forms.make(subjectOf(question), new Date(now.getTime() + FORM_MS)),
		isForm: (given, question, now) => forms.read(given, now) === subjectOf(question),
	};
}
