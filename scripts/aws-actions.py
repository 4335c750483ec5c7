#!/usr/bin/env python3
"""Makes lib/targets/iam/action-services.json: which services an IAM action's prefix stands for.

It needs botocore (`apt-get install awscli`, or `pip install botocore`), makes no network call, and writes to
standard output:

    scripts/aws-actions.py > lib/targets/iam/action-services.json

A prefix is a service's signing name, with few exceptions (IAM_PREFIXES). Only prefixes that are not the name of a
service in lambda/report/catalogue/endpoints.json, or that several hosts share, are written; of the latter the names
of the operations tell the services apart.
"""
import json
import sys
from pathlib import Path

try:
    import botocore
    from botocore.loaders import Loader
except ImportError:
    sys.exit("botocore is not there: apt-get install awscli, or pip install botocore")

CATALOGUE = Path(__file__).parent.parent / "lambda/report/catalogue/endpoints.json"

# Where IAM's prefix is not the signing name (AWS Service Authorization Reference).
IAM_PREFIXES = {
    "cloudwatch": "cloudwatch",
    "cloudcontrol": "cloudformation",
    "finspace-data": "finspace-api",
    "iot-data": "iot",
    "iot-jobs-data": "iot",
    "mturk": "mechanicalturk",
    "resourcegroupstaggingapi": "tag",
}

# Of the services that share a prefix: the one that has the actions which are not the name of an operation.
MAIN = {
    "aws-marketplace": "meteringmarketplace",
    "cassandra": "keyspaces",
    "lex": "lexv2-models",
    "sms-voice": "pinpoint-sms-voice-v2",
    "timestream": "timestream-write",
}

# Nobody reads a stream without these two; roles for tables often have the others as well.
STREAM_READERS = ["DescribeStream", "ListStreams"]


def main():
    hosts = json.loads(CATALOGUE.read_text())["services"]
    loader = Loader()
    prefixes = {}
    for service in loader.list_available_services("service-2"):
        model = loader.load_service_model(service, "service-2")
        metadata = model["metadata"]
        prefix = IAM_PREFIXES.get(service, metadata.get("signingName") or metadata["endpointPrefix"])
        if service in hosts:
            prefixes.setdefault(prefix.lower(), {})[service] = sorted(model["operations"])
    written = {}
    for prefix, services in sorted(prefixes.items()):
        first = {}
        for service in services:
            first.setdefault(hosts[service][0], service)
        main_service = MAIN.get(prefix, prefix if prefix in services else next(iter(services)))
        own = services[main_service]
        others = {
            service: " ".join(name for name in names if name not in own)
            for service, names in services.items()
            if hosts[service][0] != hosts[main_service][0] and first[hosts[service][0]] == service
        }
        if "dynamodbstreams" in others:
            others["dynamodbstreams"] = " ".join(STREAM_READERS)
        if others:
            written[prefix] = {"main": main_service, "operations": " ".join(own), "others": others}
        elif prefix not in hosts:
            written[prefix] = {"main": main_service}
    source = f"botocore {botocore.__version__} service models, by scripts/aws-actions.py"
    json.dump({"source": source, "prefixes": written}, sys.stdout, indent=1)
    print()


main()
