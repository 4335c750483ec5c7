/** Where Fargate runs tasks in IPv6-only subnets, for the answers about pulls and for the stack that places such tasks. */

/**
 * The Regions whose Fargate does not (Amazon ECS developer guide, "Using a VPC in IPv6-only mode"; read in November 2026).
 */
export const FARGATE_WITHOUT_IPV6_ONLY: readonly string[] = ['eu-north-1', 'eu-west-1'];
