/// <reference types="vite/client" />
declare module 'virtual:base-components.css';
