import { countCosts, type DeliveryCosts } from './count/delivery-costs.ts';
import {
  readDeliveryOptions,
  type DeliveryOptions,
  type DeliverySetting,
} from './delivery-options.ts';
import { runStrategy } from './run-strategy.ts';

/** What each strategy came to on the same seed, through the same changes. */
export interface DeliveryComparison {
  readonly setting: DeliverySetting;
  /** In the order asked for. */
  readonly costs: readonly DeliveryCosts[];
}

/**
 * Runs the same services on the same hosts once for each strategy, and counts what each came to: hosts
 * die and join, all accounts are replaced, and in the end the services are removed.
 *
 * @throws SwarmSimError `invalid-argument`, or `malformed-duration`.
 */
export function compareDelivery(options: DeliveryOptions = {}): DeliveryComparison {
  const setting = readDeliveryOptions(options);
  const costs = setting.strategies.map((strategy) => countCosts(runStrategy(strategy, setting)));
  return { setting, costs };
}
