/// <reference types="vite/client" />
declare module 'virtual:base-components.css';
declare module 'virtual:base-page' {
  export const page: string;
  export const styles: string;
}
