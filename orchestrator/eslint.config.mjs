import tseslint from 'typescript-eslint';

/**
 * Rules for what runs as a Node program and so may use files, timers and the console; the tests take
 * them too. Only this file may call typescript-eslint: where two do, n8n's own rules can no longer
 * parse the credentials.
 */
export const program = [
	...tseslint.configs.recommended,
	{ languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } } },
	{
		files: ['**/*.ts'],
		rules: {
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-explicit-any': 'error',
			eqeqeq: 'error',
		},
	},
];

export default program;
