import { notificationTypes } from '../../functions/domain/events.ts';
import { en } from '../../web/src/language/en.ts';
import { zh } from '../../web/src/language/zh.ts';

// Its words depend on the outcome of the validation.
const worded = notificationTypes
  .filter((type) => type !== 'theme.validated')
  .map((type) => type.replace('.', '-'));

describe('a notification', () => {
  it.each([
    ['English', en],
    ['Chinese', zh],
  ])('has words in %s for every type, and for no other', (_, { notifications }) => {
    expect(Object.keys(notifications.facts).sort()).toEqual(worded.sort());
  });
});
