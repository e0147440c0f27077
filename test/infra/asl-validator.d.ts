declare module 'asl-validator' {
  interface Result {
    readonly isValid: boolean;
    errorsText(separator?: string): string;
  }
  const validate: (
    definition: unknown,
    options: { readonly checkArn: boolean; readonly checkPaths: boolean },
  ) => Result;
  export default validate;
}
