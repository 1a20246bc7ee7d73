/** Style sheets and font packages are imported for their effect. */
declare module '*.css';
declare module '@fontsource-variable/*';
