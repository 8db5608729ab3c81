import { h, replace } from './dom.js';
import { renderBlock } from './slack.js';

const dialog = document.getElementById('form');

/** The form that is drawn, so that what somebody is writing in it is left alone. */
let drawn = '';

/**
 * Shows a form of Slack as a modal, or none. Only what changed is drawn anew: what the app said of
 * wrong answers appears beside them, and the answers stay.
 *
 * @param {{ send(view: string, values: object): void, close(view: string): void }} actions
 */
export function showForm(form, actions) {
	const key = form === null ? '' : `${form.id}/${form.hash}`;
	if (key !== drawn) {
		drawn = key;
		if (form === null) {
			dialog.close();
			return dialog.replaceChildren();
		}
		replace(dialog, drawForm(form, actions));
		dialog.oncancel = () => actions.close(form.id);
		if (!dialog.open) dialog.showModal();
	}
	for (const question of form?.blocks ?? []) {
		if (question.kind !== 'input') continue;
		const error = document.getElementById(`error-${question.block}`);
		error.textContent = question.error;
		error.hidden = question.error === '';
	}
	return undefined;
}

function drawForm({ id, title, submit, close, blocks }, actions) {
	const send = (event) => {
		event.preventDefault();
		const values = Object.fromEntries(new FormData(event.target));
		actions.send(id, values);
	};
	return h(
		'form',
		{ onsubmit: send },
		h('h2', { id: 'form-title' }, title),
		h('div', { class: 'form-body' }, blocks.map(drawBlock)),
		h(
			'div',
			{ class: 'form-end' },
			h(
				'button',
				{ type: 'button', class: 'slack-button', onclick: () => actions.close(id) },
				close,
			),
			submit && h('button', { type: 'submit', class: 'slack-button primary' }, submit),
		),
	);
}

function drawBlock(block) {
	if (block.kind !== 'input') return renderBlock(block);
	const { block: name, label, isOptional, element } = block;
	return h(
		'label',
		{ class: 'question' },
		h('span', null, label, isOptional && h('small', null, ' (optional)')),
		answers[element.kind](element, {
			name,
			required: !isOptional,
			'aria-describedby': `error-${name}`,
		}),
		h('span', { id: `error-${name}`, class: 'wrong', role: 'alert', hidden: true }),
	);
}

const answers = {
	select: ({ placeholder, options }, attributes) =>
		h(
			'select',
			attributes,
			h('option', { value: '' }, placeholder),
			options.map(({ value, label }) => h('option', { value }, label)),
		),
	text: ({ isMultiline, maxLength, initial }, attributes) =>
		isMultiline
			? h('textarea', { ...attributes, rows: initial ? 10 : 3, maxlength: maxLength }, initial)
			: h('input', { ...attributes, maxlength: maxLength, value: initial }),
	other: ({ type }) => h('span', null, `Element of type “${type}”`),
};
