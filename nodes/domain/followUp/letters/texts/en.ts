import type { FollowUpWords } from './messageTexts';

/** What follow-ups say in English. */
export const en: FollowUpWords = {
	greeting: ['Hello {firstName},', 'Hello,'],
	address: 'If the button does nothing, open this address:',
	closing: 'The team at {agency}',
	footer: {
		transactional: 'You get this e-mail because {agency} worked for you. It holds no advertising.',
		marketing: 'You get this e-mail because {agency} worked for you and may write to you.',
	},
	test: '[TEST]',
	scale: { worst: '0 is certainly not', best: '10 is certainly', answer: '{score} of 10' },
	offer: {
		what: 'What it is',
		price: 'Price',
		per: {
			month: '{from} to {to} a month',
			edit: '{from} to {to} for each edit',
			piece: '{from} to {to} for each piece',
		},
	},
	letters: {
		'feedback-request': {
			purpose: 'transactional',
			subject: ['One question about {project}', 'One question about our work for you'],
			preheader: 'A number from 0 to 10, and you are done.',
			title: 'Would you recommend us?',
			blocks: [
				{
					kind: 'paragraph',
					text: [
						'On {deliveredOn} you got the files of {project}. Would you recommend {agency} to somebody you work with?',
						'On {deliveredOn} you got your files. Would you recommend {agency} to somebody you work with?',
					],
				},
				{ kind: 'scale' },
				{
					kind: 'note',
					text: 'The number opens a page where you confirm it, and can say why. Only our team reads it.',
				},
			],
		},
		'what-was-missing': {
			purpose: 'transactional',
			subject: ['What was missing in {project}?', 'What was missing?'],
			preheader: 'One sentence is enough.',
			title: 'What would have made it a 10?',
			blocks: [
				{ kind: 'paragraph', text: ['Thank you for your {score}.', 'Thank you for your answer.'] },
				{
					kind: 'paragraph',
					text: 'It is a good number, and we would like to know what stood between it and a 10: something we said, something we made, or how long it took.',
				},
				{
					kind: 'paragraph',
					text: 'Just reply to this e-mail. One sentence is enough; one of us reads it and answers.',
				},
			],
		},
		'review-request': {
			purpose: 'marketing',
			subject: 'Would you say it where others read it?',
			preheader: 'Two sentences help us more than any advertisement.',
			title: 'Would you tell others?',
			blocks: [
				{
					kind: 'paragraph',
					text: ['You gave us a {score}: thank you.', 'You would recommend us: thank you.'],
				},
				{
					kind: 'paragraph',
					text: 'Studios like ours live on what clients say of them. Would you write two sentences about how it was to work with us?',
				},
				{ kind: 'button' },
				{
					kind: 'paragraph',
					when: 'no-link',
					text: 'Just reply to this e-mail with them, and tell us whether we may show them with your name.',
				},
				{
					kind: 'paragraph',
					text: 'And if you know somebody who needs what you needed, forward them this e-mail. We will look after them as we did after you.',
				},
			],
			link: 'review',
			button: 'Write a review',
		},
		'upsell-offer': {
			purpose: 'marketing',
			subject: 'An idea for you: {offerName}',
			preheader: 'What it is, what it costs, and why we thought of you.',
			title: 'An idea for you',
			blocks: [
				{ kind: 'offer' },
				{ kind: 'button' },
				{
					kind: 'paragraph',
					when: 'no-link',
					text: 'Would you like to know more? Reply to this e-mail with a yes, and we come back to you with a plan and an exact price.',
				},
				{
					kind: 'note',
					text: 'Not for you? Then you need do nothing. If you would rather get no offers at all, use the link at the bottom: e-mails about your own projects still reach you.',
				},
			],
			link: 'offer',
			button: 'Tell me more',
		},
	},
	offers: {
		'content-subscription': {
			name: 'Content subscription',
			why: [
				'We have made {used, plural, one {# project} other {# projects}} together. Whoever needs content that often pays less for it by the month, and waits for it less.',
				'You come back to us often. Whoever needs content that often pays less for it by the month, and waits for it less.',
			],
			gets: [
				'A fixed number of videos each month, with a team that knows your brand.',
				'One price, known beforehand, in place of a quote for each.',
				'Your place in our calendar is kept for you.',
			],
		},
		'express-pack': {
			name: 'Express edits',
			why: [
				'You asked us for {used, plural, one {# edit} other {# edits}}. Small changes should not have to wait for a project.',
				'You often ask us for small edits. They should not have to wait for a project.',
			],
			gets: [
				'Each edit within 24 hours of your message.',
				'No quote and no meeting: you say what, we do it.',
				'You pay for what you use.',
			],
		},
		'brand-library': {
			name: 'Brand library',
			why: [
				'We have made {used, plural, one {# asset} other {# assets}} for you by now. It is time that everybody in your team finds them.',
				'We have made many assets for you by now. It is time that everybody in your team finds them.',
			],
			gets: [
				'One place for your logos, pictures, clips and templates, in order and always the newest.',
				'Every new asset is added by us.',
				'Sizes for each channel, made when you need them.',
			],
		},
		'social-management': {
			name: 'Social media management',
			why: 'What we make for your social channels still has to be planned, posted and answered. We can do that too.',
			gets: [
				'A plan for the month that you approve.',
				'Posts at the right hour, in each channel’s format.',
				'A short report of what worked.',
			],
		},
	},
	tasks: {
		'client-success': {
			name: ['Call {client}: answered {score} of 10', 'Call {client}: unhappy with our work'],
			lines: [
				['{client} answered {score} of 10 after {project}.', '{client} answered {score} of 10.'],
				'In their words: “{comment}”',
				'Write to: {email}',
				'Call today, before anything else goes out to them: offers and the request for a review are cancelled. Listen first; promise only what you can keep.',
				'The whole story: agency-ops followup show {followUp}',
			],
		},
	},
};
