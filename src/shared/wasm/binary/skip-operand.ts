import type { ByteReader } from './byte-reader.ts';
import { operand } from './opcodes.ts';
import { readHeapType, readValueType } from './value-type.ts';

/** Skips what follows an opcode, of any kind but `special` and `unknown`. */
export function skipOperand(reader: ByteReader, kind: number): void {
	switch (kind) {
		case operand.none:
			return;
		case operand.leb:
			return reader.skipLeb();
		case operand.lebs2:
			reader.skipLeb();
			return reader.skipLeb();
		case operand.bytes1:
			reader.byte();
			return;
		case operand.bytes4:
			reader.take(4);
			return;
		case operand.bytes8:
			reader.take(8);
			return;
		case operand.bytes16:
			reader.take(16);
			return;
		case operand.memory:
		case operand.memoryAndLane:
			if ((reader.u32() & 0x40) !== 0) reader.u32();
			reader.skipLeb();
			if (kind === operand.memoryAndLane) reader.byte();
			return;
		case operand.heapType:
			readHeapType(reader);
			return;
		default:
			for (let left = reader.u32(); left > 0; left--) readValueType(reader);
	}
}
