import { SlackStandIn } from '../../../orchestrator/src/sandbox/slack/standIn';
import { viewSlack } from '../../../orchestrator/src/sandbox/viewer/slackView';
import { callStandIn } from './callStandIn';

function viewAfter(...bodies: object[]) {
	const standIn = new SlackStandIn('off');
	const answers = bodies.map((body) =>
		callStandIn(standIn, 'POST', '/api/chat.postMessage', { channel: '#sales', ...body }),
	);
	const channels = viewSlack(standIn.state(), 2);
	const channel = channels.find(({ name }) => name === 'sales');
	return { channel, ts: answers.map(({ body }) => body.ts) };
}

describe('viewSlack', () => {
	it('draws every block a lead alert is made of', () => {
		const { channel } = viewAfter({
			blocks: [
				{ type: 'header', text: { type: 'plain_text', text: ':fire: Ana' } },
				{ type: 'section', fields: [{ type: 'mrkdwn', text: '*Budget*\n$1,500' }] },
				{
					type: 'actions',
					elements: [
						{
							type: 'button',
							style: 'primary',
							text: { type: 'plain_text', text: 'Open' },
							url: 'https://app.hubspot.com/',
						},
					],
				},
				{ type: 'divider' },
				{ type: 'context', elements: [{ type: 'mrkdwn', text: 'rules lead/3' }] },
			],
		});
		expect(channel?.messages[0]).toMatchObject({
			author: 'Agency Ops',
			isApp: true,
			blocks: [
				{ kind: 'header', text: [{ inline: [{ text: '🔥 Ana' }] }] },
				{ kind: 'section', fields: [[{ inline: [{ text: 'Budget', bold: true }, {}] }]] },
				{
					kind: 'actions',
					items: [
						{
							kind: 'button',
							label: 'Open',
							url: 'https://app.hubspot.com/',
							style: 'primary',
							action: '',
						},
					],
				},
				{ kind: 'divider' },
				{ kind: 'context', items: [{ kind: 'text' }] },
			],
		});
	});

	it('gives the newest messages, oldest first, and counts all', () => {
		const { channel } = viewAfter({ text: '1' }, { text: '2' }, { text: '3' });
		expect(channel?.total).toBe(3);
		expect(channel?.messages.map(({ text }) => text[0].inline[0].text)).toEqual(['2', '3']);
	});
});
