import tseslint from 'typescript-eslint';

/** Tests may use files, timers and the console. */
export default [
	...tseslint.configs.recommended,
	{ languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } } },
	{
		files: ['**/*.ts'],
		rules: {
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-explicit-any': 'error',
		},
	},
	{
		files: ['**/*.js'],
		rules: { '@typescript-eslint/no-require-imports': 'off' },
	},
];
