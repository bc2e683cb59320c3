"""Every sentence a user sees, in English and Chinese, a module a subject."""
