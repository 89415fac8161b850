import { VERSION } from '../settings/version.ts';
import { colorize } from './terminal.ts';

/** What `check` found out about one thing; `--json` prints a list of these. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly message: string;
  /** Why a report or a token was not there, as `m365_report_failure` spells it. */
  readonly reason?: string | undefined;
  /** Whether it works, but is worth a look. */
  readonly warning?: true;
}

export interface Findings {
  readonly tell: (finding: Finding) => void;
  /** Prints what has not been printed yet. */
  readonly close: () => void;
}

/** A line for each finding as it comes. */
export function openLines(stream: NodeJS.WriteStream = process.stdout): Findings {
  const word = ({ ok, warning }: Finding) =>
    warning
      ? colorize('yellow', 'warn', stream)
      : ok
        ? colorize('green', 'ok  ', stream)
        : colorize('red', 'FAIL', stream);
  return {
    tell: (finding) => stream.write(`${word(finding)}  ${finding.check.padEnd(9)}  ${finding.message}\n`),
    close: () => {},
  };
}

/** All findings as JSON at the end, with what an issue has to say first. */
export function openJson(stream: NodeJS.WriteStream = process.stdout): Findings {
  const program = `m365-usage-exporter ${VERSION}, Node.js ${process.version}, ${process.platform} ${process.arch}`;
  const findings: Finding[] = [{ check: 'version', ok: true, message: program }];
  return {
    tell: (finding) => findings.push(finding),
    close: () => stream.write(`${JSON.stringify(findings, undefined, 2)}\n`),
  };
}
