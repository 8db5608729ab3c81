import tseslint from 'typescript-eslint';

/** The orchestrator is a Node program: it may use files, timers and the console. */
export default [
	...tseslint.configs.recommended,
	{ languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } } },
	{
		ignores: ['runtime/**'],
	},
	{
		files: ['src/**/*.ts'],
		rules: {
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-explicit-any': 'error',
			'no-empty': ['error', { allowEmptyCatch: false }],
			eqeqeq: 'error',
		},
	},
];
