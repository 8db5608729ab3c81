/** A command says by the exit code of its process how it went; a test's says nothing to the next one. */
const forget = () => {
	process.exitCode = undefined;
};

beforeEach(forget);
afterEach(forget);
