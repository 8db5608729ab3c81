import { config } from '@n8n/node-cli/eslint';

/** The pure core: no n8n, no clock of its own, no chance, nothing from the orchestrator. */
export default [
	...config,
	{
		files: ['**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{ group: ['n8n-workflow', 'n8n-core'], message: 'The core does not know n8n.' },
						{ group: ['**/orchestrator/**'], message: 'Arrows point inward.' },
					],
				},
			],
			'no-restricted-properties': [
				'error',
				{ object: 'Date', property: 'now', message: 'Time arrives as an argument.' },
				{ object: 'Math', property: 'random', message: 'Chance arrives as an argument.' },
			],
			'no-restricted-syntax': [
				'error',
				{
					selector: "NewExpression[callee.name='Date'][arguments.length=0]",
					message: 'Time arrives as an argument.',
				},
			],
		},
	},
];
