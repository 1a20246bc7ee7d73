/** Behind the last record that was given away, with what was counted up to there. */
export class Place {
	/** In the file, from 0. */
	offset: i64 = 0;
	/** From 1. */
	line: i64 = 1;
	/** Whether that record ended with the file, without a line end. */
	isOpen: bool = false;
	ragged: i64 = 0;
	untidy: i64 = 0;
	lateCodes: i64 = 0;
	repaired: i64 = 0;
}
