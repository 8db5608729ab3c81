-- Who says before its last step that it begins with it was certainly not done as long as it did not.
ALTER TABLE effects
	-- Token of the attempt that has not begun to hand over what cannot be taken back. An effect whose
	-- owner is gone, and whose token this still is, was not sent. NULL: nobody can say.
	ADD COLUMN unsent_token uuid;
