import { checkBlocks } from '../../../orchestrator/src/sandbox/slack/blockKit';
import type { Json, JsonObject } from '../../../orchestrator/src/sandbox/types';

const plain = (length: number): JsonObject => ({ type: 'plain_text', text: 'x'.repeat(length) });
const mrkdwn = (length: number): JsonObject => ({ type: 'mrkdwn', text: 'x'.repeat(length) });
const many = (count: number, item: JsonObject) => Array.from({ length: count }, () => item);
const button = (more: JsonObject = {}): JsonObject => ({ type: 'button', text: plain(4), ...more });
const actions = (...elements: JsonObject[]): JsonObject[] => [{ type: 'actions', elements }];
const section = (more: JsonObject): JsonObject[] => [{ type: 'section', ...more }];
const option: JsonObject = { text: plain(5), value: 'v' };
const confirm = { title: plain(5), text: plain(5), confirm: plain(2), deny: plain(2) };

describe('checkBlocks', () => {
	it.each<{ limit: string; most: Json; over: Json }>([
		{
			limit: '50 blocks in a message',
			most: many(50, { type: 'divider' }),
			over: many(51, { type: 'divider' }),
		},
		{
			limit: '3,000 characters in a section',
			most: section({ text: mrkdwn(3_000) }),
			over: section({ text: mrkdwn(3_001) }),
		},
		{
			limit: '10 fields in a section',
			most: section({ fields: many(10, mrkdwn(1)) }),
			over: section({ fields: many(11, mrkdwn(1)) }),
		},
		{
			limit: '2,000 characters in a field',
			most: section({ fields: [mrkdwn(2_000)] }),
			over: section({ fields: [mrkdwn(2_001)] }),
		},
		{
			limit: '150 characters in a header',
			most: [{ type: 'header', text: plain(150) }],
			over: [{ type: 'header', text: plain(151) }],
		},
		{
			limit: 'plain text in a header',
			most: [{ type: 'header', text: plain(1) }],
			over: [{ type: 'header', text: mrkdwn(1) }],
		},
		{
			limit: '10 elements in a context',
			most: [{ type: 'context', elements: many(10, mrkdwn(1)) }],
			over: [{ type: 'context', elements: many(11, mrkdwn(1)) }],
		},
		{
			limit: '25 elements in actions',
			most: actions(...many(25, button())),
			over: actions(...many(26, button())),
		},
		{
			limit: '75 characters on a button',
			most: actions(button({ text: plain(75) })),
			over: actions(button({ text: plain(76) })),
		},
		{
			limit: '3,000 characters in a link',
			most: actions(button({ url: `https://x.y/${'a'.repeat(2_988)}` })),
			over: actions(button({ url: `https://x.y/${'a'.repeat(2_989)}` })),
		},
		{
			limit: '2,000 characters in a value',
			most: actions(button({ value: 'x'.repeat(2_000) })),
			over: actions(button({ value: 'x'.repeat(2_001) })),
		},
		{
			limit: '255 characters in an action id',
			most: actions(button({ action_id: 'x'.repeat(255) })),
			over: actions(button({ action_id: 'x'.repeat(256) })),
		},
		{
			limit: '255 characters in a block id',
			most: [{ type: 'divider', block_id: 'x'.repeat(255) }],
			over: [{ type: 'divider', block_id: 'x'.repeat(256) }],
		},
		{
			limit: '2,000 characters of alternative text',
			most: [{ type: 'image', image_url: 'https://x.y/z.png', alt_text: 'x'.repeat(2_000) }],
			over: [{ type: 'image', image_url: 'https://x.y/z.png', alt_text: 'x'.repeat(2_001) }],
		},
		{
			limit: '100 options in a menu',
			most: section({
				text: mrkdwn(1),
				accessory: { type: 'static_select', options: many(100, option) },
			}),
			over: section({
				text: mrkdwn(1),
				accessory: { type: 'static_select', options: many(101, option) },
			}),
		},
		{
			limit: '30 characters on a confirmation',
			most: actions(button({ confirm: { ...confirm, confirm: plain(30) } })),
			over: actions(button({ confirm: { ...confirm, confirm: plain(31) } })),
		},
		{
			limit: 'one use of an action id in a block',
			most: actions(button({ action_id: 'a' }), button({ action_id: 'b' })),
			over: actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
		},
		{
			limit: 'one use of a block id in a message',
			most: [{ type: 'divider', block_id: 'a' }, { type: 'divider' }],
			over: [
				{ type: 'divider', block_id: 'a' },
				{ type: 'divider', block_id: 'a' },
			],
		},
	])('allows $limit and no more', ({ most, over }) => {
		expect(checkBlocks(most, 'message')).toEqual([]);
		expect(checkBlocks(over, 'message')).toHaveLength(1);
	});

	it.each<{ what: string; blocks: Json }>([
		{ what: 'blocks that are no list', blocks: {} },
		{ what: 'a block that is no object', blocks: ['text'] },
		{ what: 'an unknown block', blocks: [{ type: 'heading' }] },
		{ what: 'an unknown element', blocks: actions({ type: 'knob' }) },
		{ what: 'a section without text', blocks: [{ type: 'section' }] },
		{ what: 'an empty text', blocks: section({ text: mrkdwn(0) }) },
		{ what: 'actions without elements', blocks: [{ type: 'actions' }] },
		{
			what: 'an image without alternative text',
			blocks: [{ type: 'image', image_url: 'https://x.y' }],
		},
		{ what: 'a link that is none', blocks: actions(button({ url: 'crm' })) },
		{ what: 'a style Slack does not have', blocks: actions(button({ style: 'green' })) },
	])('complains about $what', ({ blocks }) => {
		expect(checkBlocks(blocks, 'message')).toHaveLength(1);
	});

	it('points to the place', () => {
		const blocks = [{ type: 'divider' }, ...section({ text: mrkdwn(3_001) })];
		expect(checkBlocks(blocks, 'message')).toEqual([
			'[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]',
		]);
	});

	it('allows a view a hundred blocks', () => {
		expect(checkBlocks(many(100, { type: 'divider' }), 'view')).toEqual([]);
		expect(checkBlocks(many(101, { type: 'divider' }), 'view')).toHaveLength(1);
	});
});
