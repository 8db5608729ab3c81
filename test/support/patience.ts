// Tests wait with deadlines of their own; jest's, 5 s, is too short for a hook that opens a database
// on a machine that is busy with something else.
jest.setTimeout(30_000);
