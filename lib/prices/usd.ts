/** An amount in USD, to the cent; `73.00`. */
export function usd(amount: number): string {
  return amount.toFixed(2);
}
