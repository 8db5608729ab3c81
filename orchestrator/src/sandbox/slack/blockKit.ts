import { isObject } from '../json';
import type { Json, JsonObject } from '../types';
import { blockLimits as limits } from './blockLimits';
import { checkElement } from './blockElements';
import { Report } from './blockReport';
import { checkText } from './blockTexts';

/** Where blocks may stand. */
export type Surface = 'message' | 'view';

/**
 * Checks blocks as Slack does before it takes them.
 *
 * @returns what is wrong, worded like Slack's `response_metadata.messages`; empty when all is well
 */
export function checkBlocks(blocks: Json, surface: Surface, pointer = '/blocks'): string[] {
	const report = new Report();
	if (!Array.isArray(blocks)) {
		report.add(pointer, 'must be an array');
		return report.messages;
	}
	const most = surface === 'message' ? limits.blocksInMessage : limits.blocksInView;
	report.count(pointer, blocks, 0, most);
	blocks.forEach((block, index) => checkBlock(report, block, `${pointer}/${index}`));
	report.unique(pointer, blocks, 'block_id');
	const markdown = blocks.filter((block) => isObject(block) && block.type === 'markdown');
	const written = markdown.reduce<number>(
		(sum, block) => sum + (isObject(block) ? String(block.text ?? '').length : 0),
		0,
	);
	if (written > limits.markdownText) {
		report.add(pointer, `markdown must be less than ${limits.markdownText + 1} characters`);
	}
	return report.messages;
}

function checkBlock(report: Report, block: Json, at: string): void {
	if (!isObject(block)) {
		report.add(at, 'must be an object');
		return;
	}
	const check = typeof block.type === 'string' ? blockChecks[block.type] : undefined;
	if (!check) {
		report.add(`${at}/type`, `unsupported type: ${String(block.type)}`);
		return;
	}
	report.length(`${at}/block_id`, block.block_id, limits.blockId);
	check(report, block, at);
}

type BlockCheck = (report: Report, block: JsonObject, at: string) => void;

/** Blocks whose inside is checked by the vendor's schema only. */
const passed: BlockCheck = () => undefined;

const blockChecks: Record<string, BlockCheck> = {
	divider: passed,
	section: (report, block, at) => {
		if (block.text === undefined && block.fields === undefined) {
			report.add(at, 'missing required field: text or fields');
		}
		if (block.text !== undefined) checkText(report, block.text, `${at}/text`, limits.sectionText);
		if (block.fields !== undefined) {
			report.count(`${at}/fields`, block.fields, 1, limits.sectionFields);
			report.each(block.fields, `${at}/fields`, (field, where) =>
				checkText(report, field, where, limits.sectionField),
			);
		}
		if (block.accessory !== undefined) checkElement(report, block.accessory, `${at}/accessory`);
	},
	header: (report, block, at) =>
		checkText(report, block.text, `${at}/text`, limits.headerText, 'plain_text'),
	context: (report, block, at) => {
		report.count(`${at}/elements`, block.elements, 1, limits.contextElements);
		report.each(block.elements, `${at}/elements`, (element, where) => {
			const isImage = isObject(element) && element.type === 'image';
			if (isImage) checkElement(report, element, where);
			else checkText(report, element, where, limits.anyText);
		});
	},
	actions: (report, block, at) => {
		report.count(`${at}/elements`, block.elements, 1, limits.actionsElements);
		report.each(block.elements, `${at}/elements`, (element, where) =>
			checkElement(report, element, where),
		);
		report.unique(`${at}/elements`, block.elements, 'action_id');
	},
	image: (report, block, at) => {
		checkElement(report, block, at);
		if (block.title !== undefined) {
			checkText(report, block.title, `${at}/title`, limits.imageTitle, 'plain_text');
		}
	},
	input: (report, block, at) => {
		checkText(report, block.label, `${at}/label`, limits.inputLabel, 'plain_text');
		if (block.hint !== undefined) {
			checkText(report, block.hint, `${at}/hint`, limits.inputLabel, 'plain_text');
		}
		checkElement(report, block.element, `${at}/element`);
	},
	markdown: (report, block, at) => report.required(at, block, 'text'),
	rich_text: (report, block, at) => report.required(at, block, 'elements'),
	video: (report, block, at) => {
		for (const name of ['alt_text', 'title', 'thumbnail_url', 'video_url']) {
			report.required(at, block, name);
		}
	},
	file: (report, block, at) => report.required(at, block, 'external_id'),
	table: (report, block, at) => report.required(at, block, 'rows'),
	context_actions: (report, block, at) => report.required(at, block, 'elements'),
};
