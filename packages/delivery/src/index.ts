/** What it costs to deliver credential specs: four ways, on the same seed, through the same changes. */
export { compareDelivery, type DeliveryComparison } from './compare-delivery.ts';
export type { DeliveryCosts } from './count/delivery-costs.ts';
export type { CountAt } from './count/intervals.ts';
export {
  deliveryStrategies,
  type ChurnOptions,
  type DeliveryDuration,
  type DeliveryOptions,
  type DeliverySetting,
  type DeliveryStrategyName,
  type OperatorOptions,
  type RotationOptions,
} from './delivery-options.ts';
export { drawCostCurves } from './report/draw-cost-curves.ts';
export { drawDeliveryChart } from './report/draw-delivery-chart.ts';
export {
  formatDeliveryComparison,
  listComparisonRows,
  strategyTitles,
  type ComparisonRow,
} from './report/format-comparison.ts';
export { formatDeliverySweep } from './report/format-sweep.ts';
export { writeDeliveryPage } from './report/write-delivery-page.ts';
export {
  sweepDelivery,
  type DeliverySweepOptions,
  type DeliverySweepPoint,
} from './sweep-delivery.ts';
