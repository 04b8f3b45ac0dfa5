/** Where a template is started, with its form filled in; the scaffolder reads `formData` from the address. */
export const templatePath = (
  name:
    | 'create-database'
    | 'change-database'
    | 'delete-database'
    | 'platform-foundation'
    | 'migrate-database',
  formData?: object,
): string =>
  `/create/templates/default/${name}${
    formData ? `?formData=${encodeURIComponent(JSON.stringify(formData))}` : ''
  }`;
