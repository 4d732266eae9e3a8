// A file that is read here, in the browser: what it says goes into the form, where somebody sees it before it is sent.
const BUTTON =
  'file:mr-3 file:h-7 file:rounded-sm file:border file:border-solid file:border-line-strong file:bg-surface file:px-2.5 file:font-medium file:text-ink';

type Props = { label: string; accept?: string; disabled: boolean; onFile: (file: File) => unknown };

export function FileField({ label, accept = '.csv,.tsv,.txt,text/csv', disabled, onFile }: Props) {
  return (
    <label className="flex flex-col gap-1 text-label font-medium text-ink-2">
      {label}
      <input
        type="file"
        accept={accept}
        disabled={disabled}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
        }}
        className={`text-body font-normal ${BUTTON}`}
      />
    </label>
  );
}
