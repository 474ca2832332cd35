/**
 * Types a metric-math expression as CloudWatch does, so that a test refuses what PutMetricAlarm would refuse.
 * Source: Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics", tables "Functions supported for
 * metric math" and "Metric math syntax": S is a scalar, TS a time series, TS[] an array of time series.
 */
export type MathType = 'S' | 'TS' | 'TS[]';

/** What each function takes, and what it answers for these arguments. Only those that our alarms may want. */
const functions: Readonly<Record<string, (args: readonly MathType[]) => MathType | undefined>> = {
  ABS: ([a]) => a,
  AVG: ([a]) => reduced(a),
  CEIL: ([a]) => a,
  FILL: ([a, b]) => (a !== 'S' && b !== undefined ? a : undefined),
  FLOOR: ([a]) => a,
  IF: (args) => (args[0] !== undefined && args[0] !== 'TS[]' && args.length >= 2 ? 'TS' : undefined),
  MAX: ([a]) => reduced(a),
  METRICS: () => 'TS[]',
  MIN: ([a]) => reduced(a),
  RATE: ([a]) => (a === 'S' ? undefined : a),
  SUM: ([a]) => reduced(a),
};

/** An aggregate takes one series (and answers a scalar) or an array of series (and answers a series). */
const reduced = (type: MathType | undefined): MathType | undefined =>
  type === 'TS' ? 'S' : type === 'TS[]' ? 'TS' : undefined;

/** Answers the type of the expression. Throws when it cannot be parsed or CloudWatch does not support an operand. */
export function typeOfExpression(expression: string, series: readonly string[]): MathType {
  const tokens = expression.match(/\d+(?:\.\d+)?|[A-Za-z]\w*|[<>=!]=|&&|\|\||[-+*/^()[\],<>]/g) ?? [];
  let at = 0;
  const peek = () => tokens[at];
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected))
      throw new Error(`${expression}: ${expected ?? 'an operand'} expected, ${token ?? 'the end'} found.`);
    return token;
  };

  const binary = (operators: readonly string[], operand: () => MathType) => (): MathType => {
    let left = operand();
    while (operators.includes(peek() ?? '')) {
      take();
      const right = operand();
      if (left === 'TS[]' && right === 'TS[]')
        throw new Error(`${expression}: two arrays cannot be combined.`);
      left = [left, right].includes('TS[]') ? 'TS[]' : [left, right].includes('TS') ? 'TS' : 'S';
    }
    return left;
  };
  const list = (end: string): MathType[] => {
    const types: MathType[] = [];
    while (peek() !== end) {
      if (types.length > 0) take(',');
      types.push(comparison());
    }
    take(end);
    return types;
  };
  const primary = (): MathType => {
    const token = take();
    if (token === '-') return primary();
    if (token === '(') {
      const inner = comparison();
      take(')');
      return inner;
    }
    if (token === '[') {
      const types = list(']');
      if (types.some((type) => type !== 'TS'))
        throw new Error(`${expression}: Unsupported operand type(s): [${types.join(', ')}]`);
      return 'TS[]';
    }
    if (/^\d/.test(token)) return 'S';
    if (peek() !== '(') {
      if (!series.includes(token)) throw new Error(`${expression}: there is no metric ${token}.`);
      return 'TS';
    }
    take('(');
    const args = list(')');
    const type = functions[token]?.(args);
    if (type === undefined)
      throw new Error(`${expression}: Unsupported operand type(s) for ${token}: [${args.join(', ')}]`);
    return type;
  };
  const power = binary(['^'], primary);
  const product = binary(['*', '/'], power);
  const sum = binary(['+', '-'], product);
  const comparison = binary(['<', '>', '<=', '>=', '==', '!=', '&&', '||'], sum);

  const type = comparison();
  if (at < tokens.length) throw new Error(`${expression}: ${peek()} is one too many.`);
  return type;
}
