import { isObject } from '../json';
import type { Json, JsonObject } from '../types';
import { blockLimits as limits } from './blockLimits';
import type { Report } from './blockReport';
import { checkText } from './blockTexts';

/** Checks a block element (button, image, menu, input). */
export function checkElement(report: Report, element: Json | undefined, at: string): void {
	if (!isObject(element)) {
		report.add(at, 'missing required field: element');
		return;
	}
	const check = typeof element.type === 'string' ? elementChecks[element.type] : undefined;
	if (!check) {
		report.add(`${at}/type`, `unsupported type: ${String(element.type)}`);
		return;
	}
	report.length(`${at}/action_id`, element.action_id, limits.actionId);
	if (element.confirm !== undefined) checkConfirm(report, element.confirm, `${at}/confirm`);
	if (element.placeholder !== undefined) {
		checkText(report, element.placeholder, `${at}/placeholder`, limits.placeholder, 'plain_text');
	}
	check(report, element, at);
}

type ElementCheck = (report: Report, element: JsonObject, at: string) => void;

const plain: ElementCheck = () => undefined;

const withOptions =
	(most: number): ElementCheck =>
	(report, element, at) => {
		if (element.option_groups !== undefined && element.options === undefined) {
			report.count(`${at}/option_groups`, element.option_groups, 1, limits.selectOptions);
			return;
		}
		report.count(`${at}/options`, element.options, 1, most);
		report.each(element.options, `${at}/options`, (option, where) => {
			if (!isObject(option)) return report.add(where, 'must be an object');
			checkText(report, option.text, `${where}/text`, limits.optionText);
			report.length(`${where}/value`, option.value, limits.optionValue);
			return undefined;
		});
	};

const elementChecks: Record<string, ElementCheck> = {
	button: (report, element, at) => {
		checkText(report, element.text, `${at}/text`, limits.buttonText, 'plain_text');
		report.length(`${at}/url`, element.url, limits.buttonUrl);
		report.length(`${at}/value`, element.value, limits.buttonValue);
		report.length(
			`${at}/accessibility_label`,
			element.accessibility_label,
			limits.accessibilityLabel,
		);
		if (typeof element.url === 'string' && !/^[a-z][a-z0-9+.-]*:/i.test(element.url)) {
			report.add(`${at}/url`, 'must be a valid url');
		}
		if (element.style !== undefined && !['primary', 'danger'].includes(String(element.style))) {
			report.add(`${at}/style`, 'must be one of: primary, danger');
		}
	},
	image: (report, element, at) => {
		report.required(at, element, 'alt_text');
		report.length(`${at}/alt_text`, element.alt_text, limits.altText);
		report.length(`${at}/image_url`, element.image_url, limits.imageUrl);
		if (element.image_url === undefined && element.slack_file === undefined) {
			report.add(at, 'missing required field: image_url');
		}
	},
	static_select: withOptions(limits.selectOptions),
	multi_static_select: withOptions(limits.selectOptions),
	overflow: withOptions(limits.overflowOptions),
	radio_buttons: withOptions(limits.choiceOptions),
	checkboxes: withOptions(limits.choiceOptions),
	plain_text_input: plain,
	email_text_input: plain,
	url_text_input: plain,
	number_input: plain,
	rich_text_input: plain,
	file_input: plain,
	datepicker: plain,
	timepicker: plain,
	datetimepicker: plain,
	users_select: plain,
	multi_users_select: plain,
	conversations_select: plain,
	multi_conversations_select: plain,
	channels_select: plain,
	multi_channels_select: plain,
	external_select: plain,
	multi_external_select: plain,
	workflow_button: plain,
};

function checkConfirm(report: Report, confirm: Json, at: string): void {
	if (!isObject(confirm)) {
		report.add(at, 'must be an object');
		return;
	}
	checkText(report, confirm.title, `${at}/title`, limits.confirmTitle, 'plain_text');
	checkText(report, confirm.text, `${at}/text`, limits.confirmText);
	checkText(report, confirm.confirm, `${at}/confirm`, limits.confirmButton, 'plain_text');
	checkText(report, confirm.deny, `${at}/deny`, limits.confirmButton, 'plain_text');
}
