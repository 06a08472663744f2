"""Where the pages of this floor are."""

from django.urls import path

from figures.pages import create, figure, landing, tune

app_name = "figures"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("create/", create.photo, name="create"),
    path("create/<str:photo_id>/face/", create.face, name="face"),
    path("create/<str:photo_id>/face/<int:index>.jpg", create.face_picture, name="face_picture"),
    path("create/<str:photo_id>/", create.box, name="box"),
    path("figures/", figure.index, name="figures"),
    path("figures/<str:figure_id>/", figure.detail, name="figure"),
    path("figures/<str:figure_id>/status", figure.status, name="status"),
    path("figures/<str:figure_id>/edit", tune.edit, name="edit"),
    path("figures/<str:figure_id>/preview", tune.preview, name="preview"),
    path("figures/<str:figure_id>/cancel", figure.cancel, name="cancel"),
    path("figures/<str:figure_id>/retry", figure.retry, name="retry"),
    path(
        "figures/<str:figure_id>/withdraw-consent",
        figure.withdraw_consent,
        name="withdraw_consent",
    ),
    path("figures/<str:figure_id>/erase", figure.erase, name="erase"),
    path("photos/<str:photo_id>/delete", figure.delete_photo, name="delete_photo"),
]
