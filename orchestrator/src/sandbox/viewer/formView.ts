import { isObject, objectsIn, textOr } from '../json';
import type { OpenedView, SlackState } from '../slack/model';
import type { JsonObject } from '../types';
import type { BlockView } from './slackView';
import { namesIn, plainOf, viewBlock } from './slackView';

/** A question of a form as it is drawn. */
export interface QuestionView {
	kind: 'input';
	/** Its `block_id`, by which the answer is sent. */
	block: string;
	label: string;
	isOptional: boolean;
	element:
		| { kind: 'select'; placeholder: string; options: Array<{ value: string; label: string }> }
		| { kind: 'text'; isMultiline: boolean; maxLength: number | null; initial: string }
		| { kind: 'other'; type: string };
	/** What the app said of the answer; empty when it said nothing. */
	error: string;
}

/** A form that somebody has before them. */
export interface FormView {
	id: string;
	/** Changes with what is in it. */
	hash: string;
	user: string;
	title: string;
	/** Empty where there is nothing to send. */
	submit: string;
	close: string;
	blocks: Array<BlockView | QuestionView>;
}

/** The forms that are open now. */
export function viewForms(state: SlackState): FormView[] {
	const names = namesIn(state);
	return state.views
		.filter(({ isOpen }) => isOpen)
		.map((opened) => {
			const { id, view, userId } = opened;
			return {
				id,
				hash: textOr(view.hash, ''),
				user: userId,
				title: plainOf(view.title),
				submit: plainOf(view.submit),
				close: plainOf(view.close),
				blocks: objectsIn(view.blocks).map((block) =>
					block.type === 'input' ? viewQuestion(block, opened) : viewBlock(block, names),
				),
			};
		});
}

function viewQuestion(block: JsonObject, { errors }: OpenedView): QuestionView {
	const id = textOr(block.block_id, '');
	return {
		kind: 'input',
		block: id,
		label: plainOf(block.label),
		isOptional: block.optional === true,
		element: viewElement(isObject(block.element) ? block.element : {}),
		error: errors[id] ?? '',
	};
}

function viewElement(element: JsonObject): QuestionView['element'] {
	const type = textOr(element.type, '');
	if (type === 'static_select') {
		const options = objectsIn(element.options).map(({ text, value }) => ({
			value: textOr(value, ''),
			label: plainOf(text),
		}));
		return { kind: 'select', placeholder: plainOf(element.placeholder), options };
	}
	if (type !== 'plain_text_input') return { kind: 'other', type };
	const { multiline, max_length: most, initial_value: initial } = element;
	return {
		kind: 'text',
		isMultiline: multiline === true,
		maxLength: typeof most === 'number' ? most : null,
		initial: textOr(initial, ''),
	};
}
