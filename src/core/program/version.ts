/** The program's version; a test keeps it the same as the package's. */
export const VERSION = '0.1.0';
