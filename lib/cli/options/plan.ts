/** The options that print a plan under the report: `--plan`, `--allow-list` and `--price`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { InvalidPrices, withPriceFile } from '../../prices/price-file.ts';
import type { PriceTable } from '../../prices/prices.ts';
import { readJson } from './files.ts';

export function addPlanOptions(command: Command): Command {
  return command
    .addOption(new Option('--plan', '').conflicts('json'))
    .addOption(new Option('--allow-list', '').conflicts('json'))
    .addOption(priceOption('add the plan, IPv6 blocks; your prices'));
}

/** For the commands that can ask an account. */
export function natUsageOption(): Option {
  return new Option('--nat-usage', "base the plan on the account's NAT traffic");
}

export function priceOption(description = 'prices, as in lib/prices/price-table.json'): Option {
  return new Option('--price <file>', description).argParser(readPrices);
}

/** The built-in table has 2 KB. */
const PRICES_LIMIT_BYTES = 1_048_576;

function readPrices(file: string): PriceTable {
  const document = readJson(file, PRICES_LIMIT_BYTES);
  try {
    return withPriceFile(document);
  } catch (error) {
    throw error instanceof InvalidPrices ? new InvalidArgumentError(error.message) : error;
  }
}
