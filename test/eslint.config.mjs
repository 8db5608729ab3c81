import { program } from '../orchestrator/eslint.config.mjs';

export default [
	...program,
	{
		files: ['**/*.js'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
];
