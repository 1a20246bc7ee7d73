/** Gives every message back: the limit of the channel between two Node processes. */
process.on('message', (message) => process.send?.(message));
