const refuse = (): never => {
  throw new Error('No operation that is used here answers with an event stream.');
};
const keep = <Config>(config: Config): Config => config;

/** Replaces `@smithy/core/event-streams`, which the SDK loads with the first operation that streams events. */
export {
  keep as resolveEventStreamSerdeConfig,
  refuse as EventStreamSerde,
  refuse as eventStreamSerdeProvider,
};
