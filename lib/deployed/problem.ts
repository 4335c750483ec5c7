/** A problem of usage or environment: the command line ends with status 2. */
export class DeployedProblem extends Error {}
