import { useEffect } from 'react';

/** A field that is needed begins with what the environment prefers; one that may stay empty does. */
export function useDefault<T>(
  {
    required,
    formData,
    onChange,
  }: { required?: boolean; formData?: T; onChange: (value: T) => void },
  preferred: T | undefined,
): void {
  useEffect(() => {
    if (required && formData === undefined && preferred !== undefined)
      onChange(preferred);
  }, [required, formData, preferred, onChange]);
}
