"""Servers on the web, for language models and speech alike: addresses, proxies, certificates, retries, secrets."""
