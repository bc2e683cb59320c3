"""Large regions: routes that are known without being written down."""
