"""The part of the settings that says how people sign in; nothing in it depends on the environment."""

AUTH_USER_MODEL = "meetings.User"
# One backend only: with Django's own beside it every guess would be checked twice.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.accounts.ClosedSignupAdapter"
ACCOUNT_FORMS = {
    "change_password": "config.account_forms.CountedChangePasswordForm",
    "request_login_code": "config.account_forms.CountedRequestLoginCodeForm",
    "reset_password": "config.account_forms.CountedResetPasswordForm",
}
MFA_FORMS = {
    "authenticate": "config.account_forms.CountedAuthenticateForm",
    "reauthenticate": "config.account_forms.CountedReauthenticateForm",
}
SOCIALACCOUNT_ADAPTER = "config.accounts.DirectoryAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody signs up; the invitation link has proved the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# A hall sits behind one address: the address gets wide limits, the account the narrow ones (GUESS_LIMITS,
# config/guesses.py).
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "",
    "request_login_code": "300/m/ip",
    "reset_password": "60/m/ip",
    "reset_password_from_key": "300/m/ip",
    "notice_asked": "60/m/ip",  # notices before agenda items
    "notice_mailed": "5/h/key",
    "display_code": "20/10m/ip,2000/h/key",  # wrong codes for hall displays: of one address, and of all together
    "feedback_sent": "20/h/ip,200/d/key",  # reports of barriers; a hall sits behind one address
}
# Of one account: to strangers in one network, to all strangers together, to one device on which it has signed in
# before.
_guesses = {"network": "10/h/key", "account": "30/h/key,240/d/key", "device": "10/h/key"}
_mails = {"network": "5/h/key", "account": "15/h/key", "device": "10/h/key"}
GUESS_LIMITS = {"password": _guesses, "factor": _guesses, "code": _mails, "reset": _mails}
GUESSES_PER_ADDRESS = "300/m/ip"
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # every address was entered by a clerk or an administrator, nobody signs up
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ratssaal"
