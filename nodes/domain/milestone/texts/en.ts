import type { LanguageTexts } from './milestoneTexts';

/** What clients read in English. */
export const en: LanguageTexts = {
	greeting: { named: 'Hello {firstName},', unnamed: 'Hello,' },
	address: 'If the button does nothing, open this address:',
	closing: 'The team at {agency}',
	footer:
		'You get this e-mail because {agency} works on {project} for you. It holds no advertising.',
	test: '[TEST]',
	milestones: {
		'brief-received': {
			purpose: 'transactional',
			subject: 'We have your brief: {project}',
			preheader: 'What happens now, and when you hear from us.',
			title: 'Your brief is here',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Thank you: we have everything we need to begin with {project}.',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Project', text: '{project}' },
						{ label: 'First preview', text: '{previewOn}' },
						{ label: 'Ready by', text: '{dueOn}' },
					],
				},
				{
					kind: 'steps',
					steps: [
						'We put together the people who fit your project, and tell you who they are.',
						'They make a first version, and you get a link to look at it.',
						'You say what you would change, right in the picture.',
					],
				},
				{
					kind: 'paragraph',
					text: 'Is something missing, or has something changed? Just reply to this e-mail.',
				},
			],
			button: 'See the brief',
		},
		'team-assigned': {
			purpose: 'transactional',
			subject: 'Your team for {project}',
			preheader:
				'{peopleCount, plural, one {One person has} other {# people have}} begun to make it yours.',
			title: 'Your team is set',
			blocks: [
				{
					kind: 'paragraph',
					text: '{peopleCount, plural, one {One person works} other {# people work}} on {project} from now on: {people}.',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Team', text: '{people}' },
						{ label: 'Work begins', text: '{startsOn}' },
						{ label: 'First preview', text: '{previewOn}' },
						{ label: 'Ready by', text: '{dueOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: 'You need do nothing now. We write again as soon as there is something to see.',
				},
			],
			button: 'Open the project',
		},
		'preview-ready': {
			purpose: 'transactional',
			subject: 'Ready to look at: {project}',
			preheader: 'Watch it, click where you would change something, and send us your notes.',
			title: 'Your preview is ready',
			blocks: [
				{ kind: 'paragraph', text: 'There is something to see of {project}.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Version', text: '{version}' },
						{ label: 'To look at', text: '{files, plural, one {# file} other {# files}}' },
						{ label: 'Your answer by', text: '{answerBy}' },
						{
							label: 'Rounds of changes left',
							text: '{roundsLeft, plural, =0 {none: further ones are agreed with you first} other {#}}',
						},
					],
				},
				{
					kind: 'steps',
					steps: [
						'Open the preview. You need no account.',
						'Click at the moment you would change, and write what.',
						'Is it right as it is? Write #approve in a comment.',
					],
				},
			],
			button: 'Look at the preview',
		},
		'revision-received': {
			purpose: 'transactional',
			subject: 'We have your notes: {project}',
			preheader: 'We are working on your changes.',
			title: 'Your notes have arrived',
			blocks: [
				{ kind: 'paragraph', text: 'Thank you. We are working on your changes to {project}.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Notes', text: '{comments, plural, one {# note} other {# notes}}' },
						{ label: 'Next version', text: '{previewOn}' },
						{
							label: 'Rounds of changes left',
							text: '{roundsLeft, plural, =0 {none: further ones are agreed with you first} other {#}}',
						},
						{ label: 'Ready by', text: '{dueOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: 'Have you thought of something else? Write it into the same preview, or reply to this e-mail.',
				},
			],
			button: 'See the notes',
		},
		approved: {
			purpose: 'transactional',
			subject: 'Approved: {project}',
			preheader: 'We are preparing your files.',
			title: 'You have approved it',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Thank you for your approval of {project}. We check every file a last time and prepare them for you.',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Approved', text: '{files, plural, one {# file} other {# files}}' },
						{ label: 'Your files by', text: '{dueOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: 'Was that not meant as an approval? Tell us now by replying to this e-mail.',
				},
			],
			button: 'See what was approved',
		},
		delivered: {
			purpose: 'transactional',
			subject: 'Your files are here: {project}',
			preheader: 'Everything of the project, ready to download.',
			title: 'Your files are ready',
			blocks: [
				{ kind: 'paragraph', text: '{project} is finished, and yours.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'To download', text: '{files, plural, one {# file} other {# files}}' },
						{ label: 'The link works until', text: '{expiresOn}' },
					],
				},
				{
					kind: 'note',
					text: 'Please keep a copy of the files at your place before {expiresOn}. If you need them again later, write to us.',
				},
			],
			button: 'Download the files',
		},
		invoice: {
			purpose: 'transactional',
			subject: 'Invoice for {project}: {amount}',
			preheader:
				'Due on {dueOn}{daysToPay, plural, =0 {, which is today} one {, in # day} other {, in # days}}.',
			title: 'Your invoice',
			blocks: [
				{ kind: 'paragraph', text: 'This is the invoice for {project}.' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Invoice', text: '{invoice}' },
						{ label: 'Amount', text: '{amount}' },
						{ label: 'Due on', text: '{dueOn}' },
					],
				},
				{
					kind: 'note',
					text: 'Pay only on the page behind this button. We never send new bank details by e-mail.',
				},
				{
					kind: 'paragraph',
					text: 'Is something on it wrong, or is a purchase order missing? Reply before you pay, and we put it right.',
				},
			],
			button: 'See and pay the invoice',
		},
		'invoice-reminder': {
			purpose: 'transactional',
			subject: 'Reminder: invoice for {project}, {amount}',
			preheader: 'Due on {dueOn}.',
			title: 'A reminder of your invoice',
			blocks: [
				{
					kind: 'paragraph',
					text: 'Your invoice for {project} is due {daysToPay, plural, =0 {today} one {in # day} other {in # days}}. This is only so that it is not forgotten.',
				},
				{
					kind: 'paragraph',
					text: 'Your invoice for {project} was due {daysLate, plural, one {yesterday} other {# days ago}}, and we have seen no payment yet.',
				},
				{
					kind: 'paragraph',
					text: '{daysLate, plural, other {}}{reminder, plural, =1 {It may have slipped through: could you look into it?} =2 {It may have slipped through: could you look into it?} =3 {Please pay it in the next days, or tell us what keeps it.} other {Please pay it within seven days, or write to us today, so that we find a way together.}}',
				},
				{
					kind: 'facts',
					rows: [
						{ label: 'Invoice', text: '{invoice}' },
						{ label: 'To pay', text: '{amount}' },
						{ label: 'Due on', text: '{dueOn}' },
					],
				},
				{
					kind: 'note',
					text: 'Pay only on the page behind this button. We never send new bank details by e-mail.',
				},
				{
					kind: 'paragraph',
					text: 'Have you paid it already, or is something on it wrong? Reply, and we put it right.',
				},
			],
			button: 'See and pay the invoice',
		},
		delay: {
			purpose: 'transactional',
			subject: 'A new date for {project}: {expectedOn}',
			preheader: 'We would rather tell you now than on the day.',
			title: 'We need a little longer',
			blocks: [
				{
					kind: 'paragraph',
					text: '{project} will not be ready as we said. We are sorry, and would rather tell you now than on the day.',
				},
				{ kind: 'quote', text: '{reason}' },
				{
					kind: 'facts',
					rows: [
						{ label: 'Promised for', text: '{dueOn}' },
						{ label: 'New date', text: '{expectedOn}' },
					],
				},
				{
					kind: 'paragraph',
					text: 'Does the new date get in your way? Reply to this e-mail, and we look for another way together.',
				},
			],
			button: 'Open the project',
		},
	},
};
