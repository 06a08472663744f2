"""Where blobs are served."""

from django.urls import path

from shop.vault import views

app_name = "vault"
urlpatterns = [path("<str:token>/<str:name>", views.file, name="file")]
