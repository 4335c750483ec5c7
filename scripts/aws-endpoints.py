#!/usr/bin/env python3
"""Makes lambda/report/catalogue/endpoints.json: the hosts of every AWS service, from botocore's endpoint rules.

It needs botocore (`apt-get install awscli`, or `pip install botocore`), makes no network call, and writes to
standard output:

    scripts/aws-endpoints.py > lambda/report/catalogue/endpoints.json

Each service has its default host and, where it is another one, its dual-stack host; {r} stands for the Region.
They are names by rule, not proof that a service is offered in a Region or that the name exists.
"""
import json
import sys
from urllib.parse import urlsplit

try:
    import botocore
    from botocore.endpoint_provider import EndpointProvider
    from botocore.exceptions import BotoCoreError
    from botocore.loaders import Loader
except ImportError:
    sys.exit("botocore is not there: apt-get install awscli, or pip install botocore")

REGION = "us-west-2"


def host(provider, **parameters):
    """The host for these parameters; None where the rules have none."""
    known = provider.ruleset.parameters
    given = {name: value for name, value in parameters.items() if name in known}
    try:
        url = provider.resolve_endpoint(**given).url
    except BotoCoreError:
        return None
    return urlsplit(url).hostname.replace(REGION, "{r}")


def hosts(loader, service, partitions):
    rules = loader.load_service_model(service, "endpoint-rule-set-1")
    provider = EndpointProvider(rules, partitions)
    common = {"Region": REGION, "UseFIPS": False}
    found = [host(provider, UseDualStack=dual, **common) for dual in (False, True)]
    return list(dict.fromkeys(name for name in found if name))


def main():
    loader = Loader()
    partitions = loader.load_data("partitions")
    services = {}
    for service in loader.list_available_services("endpoint-rule-set-1"):
        names = hosts(loader, service, partitions)
        if names:
            services[service] = names
    source = f"botocore {botocore.__version__} endpoint rule sets, evaluated offline; {{r}} is the Region; first the default host, second the dual-stack host where it differs"
    json.dump({"source": source, "services": services}, sys.stdout, indent=1)
    print()


main()
